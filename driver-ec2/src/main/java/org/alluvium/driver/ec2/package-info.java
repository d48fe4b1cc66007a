/** Amazon EC2 and what speaks its protocol. */
@NullMarked
package org.alluvium.driver.ec2;

import org.jspecify.annotations.NullMarked;
